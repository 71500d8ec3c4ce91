// SPDX-License-Identifier: Apache-2.0

/// The grammar that commands share: octets to atoms, strings, numbers, sets, dates, names.
///
/// RFC 9051 §9, RFC 3501 §9, modified UTF-7 of RFC 3501 §5.1.3. A parser here ends with a
/// {@link org.pabal.imap.syntax.ImapSyntaxException}, which the command table turns into `BAD`;
/// nothing else leaves it, whatever the octets (THREATS I03, I04, I11).
@NullMarked
package org.pabal.imap.syntax;

import org.jspecify.annotations.NullMarked;
