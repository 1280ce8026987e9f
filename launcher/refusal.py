"""The one way in which the launcher says no."""

import errno
import os

EXIT_CODE = 2
REASONS = {
    errno.ENOTDIR: "на этом месте лежит файл",
    errno.EEXIST: "на этом месте лежит файл",
    errno.ENOSPC: "на диске нет места",
    errno.EROFS: "диск доступен только для чтения",
    errno.EACCES: "нет прав",
    errno.EPERM: "нет прав",
}


class Refusal(Exception):
    """The launcher cannot do what was asked; the text is one Russian sentence for the person who asked."""


def reason_of(error: OSError) -> str:
    """Why a file or a folder cannot be used, in a few Russian words."""
    return REASONS.get(error.errno or 0) or os.strerror(error.errno or 0)
