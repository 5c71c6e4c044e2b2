"""iopmine: text mining of Swedish news on idéburet offentligt partnerskap (IOP).

The package is a house of floors (see README): ``records`` names what all rooms share, each room does one
thing, ``steps`` are the only place where rooms meet, ``cli`` calls one step a command.
"""

__version__ = "0.3.0"
