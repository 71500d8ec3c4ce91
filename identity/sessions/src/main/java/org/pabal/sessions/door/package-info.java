// SPDX-License-Identifier: Apache-2.0

/// `/auth`: how a browser signs in, shows a second factor, confirms, and signs out. The session is a
/// cookie that no script reads, and that is listened to only when the server's own pages ask.
@NullMarked
package org.pabal.sessions.door;

import org.jspecify.annotations.NullMarked;
