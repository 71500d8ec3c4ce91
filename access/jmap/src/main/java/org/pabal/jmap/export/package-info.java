// SPDX-License-Identifier: Apache-2.0

/// Export: an account, or one mailbox of it, as one file that its owner's browser saves: mbox (RFC 4155),
/// single messages, or all that JMAP knows.
///
/// What is exported is the account as it was when the file began. The file is made while it is sent, by
/// the thread of its request: nothing of it is held in memory or on disk but the directory of a zip. A
/// message that is expunged meanwhile is left out and counted. A file that cannot be finished is broken
/// off, so that no client takes it for whole.
@NullMarked
package org.pabal.jmap.export;

import org.jspecify.annotations.NullMarked;
