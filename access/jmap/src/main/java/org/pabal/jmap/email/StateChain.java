// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import java.util.Optional;
import org.pabal.mailbox.AccountPoint;

/// From which state to which a call has brought an account. For one thread.
///
/// Where another client's change came between, the new state is the one before it: a client that asks
/// for the changes since then learns of it, and of some of its own once more.
final class StateChain {
    private AccountPoint first;
    private AccountPoint last;
    private final boolean conditional;
    private boolean begun;
    private boolean broken;

    /// @param conditional the first change is to be made at this point alone
    StateChain(AccountPoint at, boolean conditional) {
        this.first = at;
        this.last = at;
        this.conditional = conditional;
    }

    /// Where the account has to be for the next change.
    Optional<AccountPoint> expected() {
        return conditional && !begun ? Optional.of(first) : Optional.empty();
    }

    void moved(AccountPoint before, AccountPoint after) {
        if (!begun) {
            first = before;
            begun = true;
        } else if (!before.equals(last)) {
            broken = true;
        }
        if (!broken) {
            last = after;
        }
    }

    String before() {
        return first.toString();
    }

    String after() {
        return last.toString();
    }
}
