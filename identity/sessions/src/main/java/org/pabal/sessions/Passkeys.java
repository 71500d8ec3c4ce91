// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The passkeys of an account.
///
/// @param handle by which authenticators know the account: 24 octets that name nobody, the same for all
///     its passkeys, also after the last has gone; empty before the first
public record Passkeys(byte[] handle, List<Passkey> all) {
    public static final int MAX = 20;
    public static final Passkeys NONE = none(new byte[0]);

    public Passkeys {
        all = List.copyOf(all);
    }

    public static Passkeys none(byte[] handle) {
        return new Passkeys(handle, List.of());
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    public Optional<Passkey> find(byte[] id) {
        return all.stream().filter(each -> each.hasId(id)).findFirst();
    }

    /// In the place of the one with its id, or as another.
    public Passkeys with(Passkey passkey) {
        List<Passkey> after = new ArrayList<>(all);
        int at = after.indexOf(passkey);
        if (at < 0) {
            after.add(passkey);
        } else {
            after.set(at, passkey);
        }
        return new Passkeys(handle, after);
    }

    public Passkeys without(Passkey passkey) {
        List<Passkey> left = new ArrayList<>(all);
        left.remove(passkey);
        return new Passkeys(handle, left);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Passkeys passkeys && all.equals(passkeys.all);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }
}
