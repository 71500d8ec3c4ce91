// SPDX-License-Identifier: Apache-2.0

/// What is computed from a message once, when it arrives, and kept with it: ENVELOPE,
/// BODYSTRUCTURE and BODY as IMAP sends them, the preview, and the text of header criteria.
///
/// RFC 9051 §7.5.2 and §9, RFC 3501 §7.4.2. All of it is ASCII but local-parts in UTF-8 (RFC 6532),
/// so that it can be sent to nearly any client as it is: raw 8-bit text of header fields becomes
/// encoded words (RFC 2047), parameters that are not ASCII get the form of RFC 2231. The message
/// itself is never changed.
@NullMarked
package org.pabal.mailbox.summary;

import org.jspecify.annotations.NullMarked;
