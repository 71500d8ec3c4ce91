// SPDX-License-Identifier: Apache-2.0

/// HTML as a mail program shows it, in one pass and without a tree: what people see, what is hidden
/// from them, and where it leads.
@NullMarked
package org.pabal.spam.reading.html;

import org.jspecify.annotations.NullMarked;
