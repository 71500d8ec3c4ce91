// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

/// `BYE` was said: no further command is read.
public record LoggedOut() implements ImapState {}
