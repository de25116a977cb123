"""xlwings' own Windows engine, loaded on any system and given the stand-in for Excel.

xlwings/_xlwindows.py runs unchanged. Replaced are pywin32's modules, which exist on Windows
alone, and the search for Excel's windows, which here lists the stand-in's applications.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import importlib
import sys
import types
from typing import Any
from unittest import mock

import needs
from libreoffice.application import Application
from libreoffice.dispatch import CDispatch
from libreoffice.errors import ComError
from libreoffice.process import OfficeProcess

NAME = "libreoffice"
_applications: dict[int, Application] = {}


def new_application() -> Application:
    """Start an office and return it as Excel's Application."""
    app = Application(OfficeProcess(needs.soffice()))
    _applications[app.office.group] = app
    return app


def running() -> dict[int, Application]:
    """Return the stand-in's applications that run, by window handle."""
    for handle, app in list(_applications.items()):
        if not app.office.running:
            del _applications[handle]
    return dict(_applications)


def _pywin32() -> dict[str, types.ModuleType]:
    names = "pywintypes pythoncom win32api win32con win32gui win32process win32timezone win32com"
    modules: dict[str, Any] = {name: types.ModuleType(name) for name in names.split()}
    client: Any = types.ModuleType("win32com.client")
    modules["win32com.client"] = modules["win32com"].client = client
    pywintypes, pythoncom = modules["pywintypes"], modules["pythoncom"]
    pywintypes.com_error = pythoncom.com_error = pythoncom.ole_error = ComError
    pywintypes.error = type("error", (Exception,), {})
    pywintypes.TimeType, pywintypes.IID = dt.datetime, str
    pythoncom.__file__ = "pythoncom.dll"
    pythoncom.CoInitialize = pythoncom.CoUninitialize = lambda: None
    pythoncom.Missing = pythoncom.Empty = None
    modules["win32process"].GetWindowThreadProcessId = lambda handle: (0, handle)
    utc = staticmethod(lambda: dt.UTC)
    modules["win32timezone"].TimeZoneInfo = type("TimeZoneInfo", (), {"utc": utc})
    client.CDispatch = CDispatch
    client.CoClassBaseClass = type("CoClassBaseClass", (), {})
    client.DispatchBaseClass = type("DispatchBaseClass", (), {})
    client.Dispatch = lambda thing: thing
    client.DispatchEx = lambda _program: new_application()
    return modules


def installed() -> Any | None:
    """Return the xlwings Engine of the stand-in, None where it is not installed yet."""
    import xlwings

    return next((engine for engine in xlwings.engines if engine.name == NAME), None)


def install() -> Any:
    """Register the stand-in with xlwings as its active engine, once, and return the Engine."""
    import xlwings

    if (found := installed()) is not None:
        found.activate()
        return found
    windows = _load()
    engine = xlwings.Engine(impl=windows.engine)
    xlwings.engines.add(engine)
    engine.activate()
    return engine


def _load() -> Any:
    """Import xlwings' Windows engine with pywin32 replaced, and point it at the stand-in."""
    nothing = mock.MagicMock
    with (
        mock.patch.dict(sys.modules, _pywin32()),
        mock.patch.object(ctypes, "oledll", nothing(), create=True),
        mock.patch.object(ctypes, "windll", nothing(), create=True),
        mock.patch.object(ctypes, "PyDLL", nothing()),
        mock.patch("atexit.register"),
    ):
        windows: Any = importlib.import_module("xlwings._xlwindows")
    sys.modules["xlwings._xlwindows"] = windows
    windows.get_excel_hwnds = lambda: iter(running())
    windows.get_xl_app_from_hwnd = lambda handle: windows.COMRetryObjectWrapper(running()[handle])
    windows.Apps.cleanup = staticmethod(lambda: None)
    windows.App.kill = lambda self: running()[self._pid].office.kill()
    type(windows.engine).name = property(lambda _: NAME)
    return windows
