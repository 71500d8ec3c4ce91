// SPDX-License-Identifier: Apache-2.0

/// Addresses in mails: which may be gone to, where they really lead, and whether their text says so.
@NullMarked
package org.pabal.jmap.mailview.link;

import org.jspecify.annotations.NullMarked;
