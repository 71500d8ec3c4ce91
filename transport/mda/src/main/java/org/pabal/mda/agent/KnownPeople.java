// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import org.pabal.directory.AccountId;

/// Whom an account knows: those that it has written to.
@FunctionalInterface
public interface KnownPeople {
    KnownPeople NONE = (_, _) -> false;

    /// @param address in lower case
    boolean knows(AccountId account, String address);
}
