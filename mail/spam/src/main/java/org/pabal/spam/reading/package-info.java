// SPDX-License-Identifier: Apache-2.0

/// What a mail says, read once for all that judge it: text, links, files, and what about them is
/// meant to mislead.
@NullMarked
package org.pabal.spam.reading;

import org.jspecify.annotations.NullMarked;
