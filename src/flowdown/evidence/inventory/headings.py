"""The headings of lists of assets and their software, as programs that manage devices export them."""

from __future__ import annotations

DEVICE = (
    "hostname", "devicename", "computername", "machinename", "computer", "device", "assetname", "host", "endpoint",
    "serialnumber", "deviceserialnumber", "assettag", "assetid", "deviceid",
)  # fmt: skip
"""What names a device, the best name first."""
SOFTWARE = (
    "applicationname", "softwarename", "appname", "application", "software", "displayname", "productname", "programname",
    "app", "product", "detectedappname",
)  # fmt: skip
MAKER = (
    "publisher", "applicationpublisher", "softwarepublisher", "appvendor", "softwarevendor", "vendor", "manufacturer", "developer",
)  # fmt: skip
VERSION = ("applicationversion", "softwareversion", "appversion", "version", "productversion")
INSTALLED = ("installdate", "installedon", "installedat", "dateinstalled", "firstseen", "firstdiscovered")
HARDWARE = ("model", "devicemodel", "modelname", "hardwaremodel", "devicetype")
HARDWARE_MAKER = ("manufacturer", "devicemanufacturer", "make", "vendor", "brand", "hardwarevendor")
"""Of a list without software: who makes the devices themselves."""
_SERIOUS = frozenset(DEVICE[:6]) | {"assetname", "endpoint", "deviceserialnumber", "assettag"}


def is_of_devices(headings: tuple[str, ...]) -> bool:
    """True for the headings of a list of devices, with or without their software."""
    there = set(headings)
    has_device = bool(there & _SERIOUS) or (
        "serialnumber" in there and bool(there & {"model", "devicemodel", "manufacturer"})
    )
    has_software = bool(there & set(SOFTWARE))
    has_hardware = bool(there & set(HARDWARE_MAKER)) and bool(
        there & (set(HARDWARE) | {"serialnumber", "assettag", "ipaddress"})
    )
    return has_device and (has_software or has_hardware)
