// SPDX-License-Identifier: Apache-2.0
package org.pabal.managesieve;

import org.pabal.directory.Account;
import org.pabal.wire.Connection;

/// Where a session stands. RFC 5804 §1.
sealed interface ManageSieveState {
    record NotAuthenticated() implements ManageSieveState {}

    record Authenticated(Account account) implements ManageSieveState {}

    /// The client goes on with the host that holds its account.
    record WithHost(Account account, Connection host) implements ManageSieveState {}

    record Closed() implements ManageSieveState {}
}
