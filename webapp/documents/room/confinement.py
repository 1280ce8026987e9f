"""Walls of the room: each is put up where the system allows it, and the ones in force are reported by
name."""

import contextlib
import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from collections.abc import Iterable

from webapp.documents.room.outcome import RoomLimits

_CLONE_NEWUSER, _CLONE_NEWNET, _CLONE_NEWIPC = 0x10000000, 0x40000000, 0x08000000
_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_SECCOMP_MODE_FILTER = 2
_X32_BIT = 0x40000000

# Calls that a parser never needs: network, programs, processes, other processes' memory, mounts, kernel
# surface.
_DENIED_X86_64 = (
    *(
        41,
        42,
        43,
        44,
        46,
        49,
        50,
        53,
        288,
        307,
    ),  # socket connect accept sendto sendmsg bind listen socketpair …
    *(56, 57, 58, 59, 322, 435),  # clone fork vfork execve execveat clone3
    *(101, 310, 311, 434, 438),  # ptrace process_vm_readv process_vm_writev pidfd_open pidfd_getfd
    *(155, 161, 165, 166, 272, 308),  # pivot_root chroot mount umount2 unshare setns
    *(
        76,
        77,
        82,
        83,
        84,
        85,
        86,
        87,
        88,
        90,
        91,
        92,
        133,
        260,
        263,
        264,
        265,
        266,
        268,
        316,
    ),  # change the tree
    *(248, 249, 250, 298, 321, 323, 425, 426, 427),  # keyrings perf_event_open bpf userfaultfd io_uring
)
_DENIED_AARCH64 = (
    *(198, 199, 200, 201, 202, 203, 206, 211, 242, 269),
    *(220, 221, 281, 435),
    *(117, 270, 271, 434, 438),
    *(39, 40, 41, 51, 97, 268),
    *(33, 34, 35, 36, 37, 38, 45, 46, 52, 53, 54, 55, 276),
    *(217, 218, 219, 241, 280, 282, 425, 426, 427),
)
_MACHINES = {"x86_64": (0xC000003E, _DENIED_X86_64), "aarch64": (0xC00000B7, _DENIED_AARCH64)}

_LIBC = ctypes.CDLL(None, use_errno=True)


def leave_the_network() -> frozenset[str]:
    """Move this process, still with one thread, into namespaces of its own; return {"network"} where
    allowed."""
    if not sys.platform.startswith("linux"):
        return frozenset()
    if _LIBC.unshare(_CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWIPC) != 0:
        return frozenset()
    return frozenset({"network"})


def die_with_parent(what: int = signal.SIGKILL) -> None:
    """Ask the kernel for a signal when the parent ends; a no-op outside Linux."""
    if sys.platform.startswith("linux"):
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(what), 0, 0, 0)


def limit_resources(limits: RoomLimits) -> None:
    """Set the hard limits of this process; what the system does not know is skipped."""
    for name, value in (
        ("RLIMIT_CPU", limits.cpu_seconds),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_NPROC", 0),
        ("RLIMIT_NOFILE", 64),
        ("RLIMIT_AS", _address_space() + limits.memory),
    ):
        known = getattr(resource, name, None)
        if known is not None:
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(known, (value, value))


def forbid_calls(program: bytes) -> bool:
    """Put the call filter on this process; return whether the kernel took it."""
    if not program or _LIBC.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    return int(_LIBC.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, header, 0, 0)) == 0


def call_filter() -> bytes:
    """Return the seccomp program for this machine; empty where we have none."""
    if not sys.platform.startswith("linux") or platform.machine() not in _MACHINES or sys.maxsize < 2**32:
        return b""
    architecture, denied = _MACHINES[platform.machine()]
    return b"".join(_instructions(architecture, sorted(denied)))


def _instructions(architecture: int, denied: Iterable[int]) -> Iterable[bytes]:
    load, equal, at_least, answer = 0x20, 0x15, 0x35, 0x06
    allow, refuse = 0x7FFF0000, 0x00050001  # SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO | EPERM
    numbers = list(denied)
    yield struct.pack("HBBI", load, 0, 0, 4)
    yield struct.pack("HBBI", equal, 1, 0, architecture)
    yield struct.pack("HBBI", answer, 0, 0, refuse)
    yield struct.pack("HBBI", load, 0, 0, 0)
    yield struct.pack("HBBI", at_least, len(numbers) + 1, 0, _X32_BIT)
    for position, number in enumerate(numbers):
        yield struct.pack("HBBI", equal, len(numbers) - position, 0, number)
    yield struct.pack("HBBI", answer, 0, 0, allow)
    yield struct.pack("HBBI", answer, 0, 0, refuse)


def _address_space() -> int:
    """Return the size of this process's address space now, so that the limit counts only what a file adds."""
    try:
        with open("/proc/self/statm", encoding="ascii") as status:
            return int(status.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
