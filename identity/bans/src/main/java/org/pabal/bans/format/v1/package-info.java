// SPDX-License-Identifier: Apache-2.0

/// Keys and values of the space of bans, as docs/formats/bans-v1.md has them.
@NullMarked
package org.pabal.bans.format.v1;

import org.jspecify.annotations.NullMarked;
