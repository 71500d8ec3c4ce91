// SPDX-License-Identifier: Apache-2.0
package org.pabal.managesieve;

import org.pabal.directory.Account;

/// Where a session stands. RFC 5804 §1.
sealed interface ManageSieveState {
    record NotAuthenticated() implements ManageSieveState {}

    record Authenticated(Account account) implements ManageSieveState {}

    record Closed() implements ManageSieveState {}
}
