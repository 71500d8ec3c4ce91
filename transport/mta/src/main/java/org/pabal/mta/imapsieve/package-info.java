// SPDX-License-Identifier: Apache-2.0

/// Scripts that run when people put messages into mailboxes or change their flags: RFC 6785.
///
/// What leaves because of it (mails, jobs) and what is remembered is one commit, made before the
/// message itself is changed: after a crash between them the message is as it was, and nothing is
/// lost.
@NullMarked
package org.pabal.mta.imapsieve;

import org.jspecify.annotations.NullMarked;
