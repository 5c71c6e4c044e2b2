from pathlib import Path

import pytest

from iopmine.store import unsafe_location

HOME = Path("/home/anna")


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("OneDrive - Göteborgs universitet/iop", "OneDrive"),
        ("onedrive/iop", "OneDrive"),
        ("Dropbox (Privat)/iop", "Dropbox"),
        ("Google Drive/iop", "Google Drive"),
        ("Min enhet/iop", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs/iop", "iCloud Drive"),
        ("Library/CloudStorage/iop", "a synchronised cloud folder"),
        ("Nextcloud/iop", "Nextcloud or a similar service"),
    ],
)
def test_cloud_folders_are_named(tmp_path, folder, name):
    assert unsafe_location(HOME / folder / "iop.sqlite", mounts=tmp_path / "none") == name


@pytest.mark.parametrize("folder", ["iop", "dropboxes", "om OneDrive", "onedriveliknande", "min enhetlighet"])
def test_other_folders_are_not(tmp_path, folder):
    assert unsafe_location(HOME / folder / "iop.sqlite", mounts=tmp_path / "none") is None


def test_network_drives_are_named(tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "rootfs / ext4 rw 0 0\nserver:/x /mnt/min\\040disk nfs4 rw 0 0\n/dev/b /mnt/min\\040disk/lokal ext4 rw 0 0\n\n"
    )
    assert unsafe_location(Path("/mnt/min disk/iop.sqlite"), mounts=mounts) == "a network drive (nfs4)"
    assert unsafe_location(Path("/mnt/min disk/lokal/iop.sqlite"), mounts=mounts) is None
    assert unsafe_location(Path("/home/iop.sqlite"), mounts=mounts) is None
    assert unsafe_location(Path("//server/share/iop.sqlite"), mounts=mounts) == "a network drive"


def test_the_real_list_of_mounts_can_be_read(tmp_path):
    assert unsafe_location(tmp_path / "iop.sqlite") in {None, "a network drive (9p)"}
