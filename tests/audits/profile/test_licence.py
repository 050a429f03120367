"""Free-software check of SPDX expressions."""

import pytest

from epreuve.audits.profile.licence import is_free


@pytest.mark.parametrize(
    "expression",
    [
        "MIT", "mit", "CC0-1.0", "blessing", "GPL-2.0-or-later", "GPL-2.0+", "(MIT)",
        "LicenseRef-Editor OR Apache-2.0", "MIT AND BSD-3-Clause",
        "GPL-2.0-only WITH Classpath-exception-2.0", "SSPL-1.0 AND MIT OR ISC",
        "(MIT OR SSPL-1.0) AND (BUSL-1.1 OR EUPL-1.2)", "mit or proprietary",
        "License :: OSI Approved :: MIT License",
        "LicenseRef-Editor WITH LicenseRef-More OR MIT",
    ],
)  # fmt: skip
def test_free(expression: str) -> None:
    assert is_free(expression)


@pytest.mark.parametrize(
    "expression",
    [
        "", "SSPL-1.0", "BUSL-1.1", "LicenseRef-Editor", "NOASSERTION", "NONE", "MIT AND SSPL-1.0",
        "Apache-2.0 WITH Commons-Clause", "CC-BY-NC-4.0", "JSON",
        "License :: Other/Proprietary License", "MIT OR", "(MIT", "MIT)", "OR",
        "MIT MIT", "SSPL-1.0 OR BUSL-1.1", "see the contract", "ISC AND (MIT OR SSPL-1.0",
        "SSPL-1.0 WITH Classpath-exception-2.0 MIT",
    ],
)  # fmt: skip
def test_not_free_or_unknown(expression: str) -> None:
    assert not is_free(expression)
