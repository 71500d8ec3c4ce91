// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

/// Where a session stands. RFC 9051 §3.
public sealed interface ImapState
        permits NotAuthenticated, Authenticated, SelectedMailbox, WithHost, LoggedOut {}
