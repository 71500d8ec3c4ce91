// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// What an account's owner shows besides the password.
///
/// @param codes for recovery; of no use without another factor
public record Factors(
        Optional<Totp> totp, RecoveryCodes codes, Policy policy, List<KnownDevice> devices) {
    private static final int MAX_DEVICES = 20;

    public static final Factors NONE =
            new Factors(Optional.empty(), RecoveryCodes.NONE, Policy.EVERY_LOGIN, List.of());

    /// When the second factor is asked for.
    public enum Policy {
        EVERY_LOGIN,

        /// In a browser where it was shown before the password is enough.
        NEW_DEVICES;

        /// As in JSON.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Factors {
        devices = List.copyOf(devices);
    }

    /// Whether the password alone lets nobody in.
    public boolean isOn() {
        return totp.isPresent();
    }

    /// What may be shown besides the password; nothing where nothing need be.
    public Set<Proof> asked() {
        Set<Proof> asked = EnumSet.noneOf(Proof.class);
        if (totp.isPresent()) {
            asked.add(Proof.TOTP);
        }
        if (!asked.isEmpty() && codes.left() > 0) {
            asked.add(Proof.RECOVERY_CODE);
        }
        return asked;
    }

    public boolean knows(TokenHash device, Instant now) {
        return policy == Policy.NEW_DEVICES
                && devices.stream()
                        .anyMatch(
                                each -> each.token().equals(device) && now.isBefore(each.until()));
    }

    public Factors withTotp(Optional<Totp> other) {
        return new Factors(other, codes, policy, devices).tidied();
    }

    public Factors withCodes(RecoveryCodes others) {
        return new Factors(totp, others, policy, devices);
    }

    public Factors withPolicy(Policy other) {
        return new Factors(totp, codes, other, other == Policy.NEW_DEVICES ? devices : List.of());
    }

    /// The oldest go when there are too many.
    public Factors with(KnownDevice device, Instant now) {
        List<KnownDevice> all = without(devices, each -> !now.isBefore(each.until()));
        all.add(device);
        while (all.size() > MAX_DEVICES) {
            all.removeFirst();
        }
        return withDevices(all);
    }

    public Factors withoutDevices() {
        return withDevices(List.of());
    }

    private Factors withDevices(List<KnownDevice> others) {
        return new Factors(totp, codes, policy, others);
    }

    /// When the last factor goes, so do its codes and what browsers remember of it.
    private Factors tidied() {
        return isOn() ? this : new Factors(totp, RecoveryCodes.NONE, policy, List.of());
    }

    private static <T> List<T> without(List<T> all, Predicate<T> which) {
        List<T> left = new ArrayList<>(all);
        left.removeIf(which);
        return left;
    }
}
