// SPDX-License-Identifier: Apache-2.0

/// What Web Push is made of: who wants to be told where ({@link org.pabal.jmap.webpush.PushTarget}),
/// messages that only the browser can read (RFC 8291), and the proof to push services that they are
/// ours (RFC 8292).
@NullMarked
package org.pabal.jmap.webpush;

import org.jspecify.annotations.NullMarked;
