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
/// @param isDemanded an administrator wants a second factor of this account, whatever the settings say
public record Factors(
        Optional<Totp> totp,
        Passkeys passkeys,
        RecoveryCodes codes,
        Policy policy,
        List<KnownDevice> devices,
        boolean isDemanded) {
    private static final int MAX_DEVICES = 20;

    public static final Factors NONE =
            new Factors(
                    Optional.empty(),
                    Passkeys.NONE,
                    RecoveryCodes.NONE,
                    Policy.EVERY_LOGIN,
                    List.of(),
                    false);

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
        return totp.isPresent() || !passkeys.isEmpty();
    }

    /// What may be shown besides the password; nothing where nothing need be.
    public Set<Proof> asked() {
        Set<Proof> asked = EnumSet.noneOf(Proof.class);
        if (!passkeys.isEmpty()) {
            asked.add(Proof.PASSKEY);
        }
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
        return new Factors(other, passkeys, codes, policy, devices, isDemanded).tidied();
    }

    public Factors withPasskeys(Passkeys others) {
        return new Factors(totp, others, codes, policy, devices, isDemanded).tidied();
    }

    public Factors withCodes(RecoveryCodes others) {
        return new Factors(totp, passkeys, others, policy, devices, isDemanded);
    }

    public Factors withPolicy(Policy other) {
        List<KnownDevice> kept = other == Policy.NEW_DEVICES ? devices : List.of();
        return new Factors(totp, passkeys, codes, other, kept, isDemanded);
    }

    public Factors demanded(boolean demanded) {
        return new Factors(totp, passkeys, codes, policy, devices, demanded);
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
        return new Factors(totp, passkeys, codes, policy, others, isDemanded);
    }

    /// When the last factor goes, so do its codes and what browsers remember of it.
    private Factors tidied() {
        return isOn()
                ? this
                : new Factors(totp, passkeys, RecoveryCodes.NONE, policy, List.of(), isDemanded);
    }

    private static <T> List<T> without(List<T> all, Predicate<T> which) {
        List<T> left = new ArrayList<>(all);
        left.removeIf(which);
        return left;
    }
}
