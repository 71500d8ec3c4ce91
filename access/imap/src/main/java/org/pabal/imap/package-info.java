// SPDX-License-Identifier: Apache-2.0

/// IMAP4rev1 and IMAP4rev2.
@NullMarked
package org.pabal.imap;

import org.jspecify.annotations.NullMarked;
