// SPDX-License-Identifier: Apache-2.0

/// Scripts on disk, version 1: `docs/formats/scripts-v1.md`.
@NullMarked
package org.pabal.mda.scripts.format.v1;

import org.jspecify.annotations.NullMarked;
