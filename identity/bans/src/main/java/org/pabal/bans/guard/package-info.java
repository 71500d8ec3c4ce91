// SPDX-License-Identifier: Apache-2.0

/// Who is let in: counts what is done, imposes bans, remembers good places, and keeps all of it.
@NullMarked
package org.pabal.bans.guard;

import org.jspecify.annotations.NullMarked;
