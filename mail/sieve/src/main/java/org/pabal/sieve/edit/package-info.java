// SPDX-License-Identifier: Apache-2.0

/// The message as a script has changed it, and the commands that change its header section:
/// editheader, RFC 5293.
///
/// A version of a message never changes: each edit gives another one that shares with it what stays
/// the same, octet for octet, raw 8-bit fields too (THREATS S29). So an action keeps the version that
/// the script had made by then, at no cost.
@NullMarked
package org.pabal.sieve.edit;

import org.jspecify.annotations.NullMarked;
