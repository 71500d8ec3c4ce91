// SPDX-License-Identifier: Apache-2.0

/// Passkeys: what browsers are asked (Web Authentication Level 3, §5.4 and §5.5), and how what they
/// answer is judged (§7.1 and §7.2). A challenge is good once, for some minutes, and for the sign-in, the
/// session or the owner for whom it was made.
@NullMarked
package org.pabal.sessions.passkey;

import org.jspecify.annotations.NullMarked;
