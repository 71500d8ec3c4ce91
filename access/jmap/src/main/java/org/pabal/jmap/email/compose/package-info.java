// SPDX-License-Identifier: Apache-2.0

/// Makes messages of what a client says of them: header fields in JMAP's forms, texts, and blobs to
/// attach. RFC 8621 §4.6.
///
/// What a client says is judged first, and only then is anything written: nothing that a client gives
/// can end a header field and begin another one (THREATS J14, M10).
@NullMarked
package org.pabal.jmap.email.compose;

import org.jspecify.annotations.NullMarked;
