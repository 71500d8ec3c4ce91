// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import org.pabal.directory.Account;
import org.pabal.wire.Connection;

/// The client has logged in and goes on with the host that holds its account.
///
/// @param host speaks with the client from the response to its log-in on
public record WithHost(Account account, Connection host) implements ImapState {}
