// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.jmap.Check.State;
import org.pabal.jmap.Check.Step;
import org.pabal.message.Address;

/// A smarthost that says what it is told to.
final class FakeRelay implements Relay {
    final List<Asked> kept = new ArrayList<>();
    Optional<String> fixed = Optional.empty();
    Step said = new Step("sender", State.OK, 3, "250 ok", "");

    @Override
    public Optional<String> fixedBy() {
        return fixed;
    }

    @Override
    public List<Step> check(Asked asked) {
        return List.of(new Step("name", State.OK, 1, "192.0.2.7", ""), said);
    }

    @Override
    public List<Step> checkInUse(Address from) {
        return List.of();
    }

    @Override
    public void keep(Asked asked) {
        kept.add(asked);
    }
}
