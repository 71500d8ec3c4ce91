// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.enrolment;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.sessions.Factors;
import org.pabal.sessions.Passkey;
import org.pabal.sessions.Passkeys;
import org.pabal.sessions.RandomText;
import org.pabal.sessions.RecoveryCodes;
import org.pabal.sessions.Totp;
import org.pabal.sessions.kept.KeptFactors;
import org.pabal.sessions.passkey.Ceremonies;
import org.pabal.sessions.passkey.PasskeyOwner;
import org.pabal.sessions.passkey.Purpose;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes second factors. Safe for use by many threads; what is made is durable when it is told.
///
/// Every method takes whose it is: the session or the sign-in that was shown a secret or a challenge,
/// and is the only one that can go on with it.
public final class Enrolment {
    private static final Logger LOG = LoggerFactory.getLogger(Enrolment.class);
    private static final int HANDLE_OCTETS = 24;
    private static final int MAX_NAME = 64;

    private final KeptFactors factors;
    private final Ceremonies passkeys;
    private final PendingTotp pending;
    private final InstantSource clock;
    private final RandomText random;

    public Enrolment(
            KeptFactors factors, Ceremonies passkeys, InstantSource clock, RandomText random) {
        this.factors = factors;
        this.passkeys = passkeys;
        this.clock = clock;
        this.random = random;
        this.pending = new PendingTotp(clock, random);
    }

    /// Whether a factor may come to those that are there.
    public enum Terms {
        /// Its owner is known in full.
        ANOTHER,
        /// Only the password was shown.
        FIRST_ONLY
    }

    public sealed interface Outcome {
        /// @param id of the passkey; empty for an authenticator
        /// @param codes for recovery, shown this once; empty where there were some
        record Made(String id, List<String> codes) implements Outcome {}

        /// @param property of what was given
        /// @param reason one sentence that says what to do
        record Refused(String property, String reason) implements Outcome {}
    }

    /// A secret for an authenticator; on when {@link #totp(Account, String, String, Terms)} has had a
    /// code of it.
    public Totp totp(String whose) {
        return pending.make(whose);
    }

    public Outcome totp(Account account, String whose, String code, Terms terms) {
        Optional<Totp> shown = pending.find(whose);
        if (shown.isEmpty()) {
            return refused("code", "No authenticator waits; make one anew.");
        }
        Instant now = clock.instant();
        Optional<Totp> confirmed =
                shown.get()
                        .taking(code.replaceAll("\\s", ""), now)
                        .map(totp -> new Totp(totp.secret(), now, totp.lastStep()));
        if (confirmed.isEmpty()) {
            return refused("code", "is not right; look at the telephone's clock, too");
        }
        Outcome outcome =
                add(
                        account,
                        "",
                        terms,
                        before -> before.totp().isEmpty(),
                        before -> before.withTotp(confirmed));
        if (outcome instanceof Outcome.Made) {
            pending.forget(whose);
        }
        return outcome;
    }

    /// What the browser is to have made: options of Web Authentication §5.4.
    public ObjectNode passkey(Account account, String whose) {
        Passkeys before = withHandle(account);
        String address = account.address().toString();
        String name = account.displayName().isBlank() ? address : account.displayName();
        return passkeys.creation(
                purpose(account, whose),
                new PasskeyOwner(before.handle(), address, name, before.all()));
    }

    /// It stays the account's, so that an authenticator has one passkey for it and not several.
    private Passkeys withHandle(Account account) {
        Function<Factors, Optional<Factors>> naming =
                before ->
                        before.passkeys().handle().length > 0
                                ? Optional.empty()
                                : Optional.of(
                                        before.withPasskeys(Passkeys.none(newHandle(account))));
        return factors.change(account.id(), naming)
                .orElseGet(() -> factors.of(account.id()))
                .passkeys();
    }

    /// The account's number, so that it is found by it, and what no other host's account of that number
    /// has.
    private byte[] newHandle(Account account) {
        return ByteBuffer.allocate(HANDLE_OCTETS)
                .putLong(account.id().value())
                .put(random.octets(HANDLE_OCTETS - Long.BYTES))
                .array();
    }

    /// The account that a handle is said to be of, before anything of it is believed.
    public static Optional<AccountId> accountIn(byte[] handle) {
        return handle.length == HANDLE_OCTETS
                ? Optional.of(new AccountId(ByteBuffer.wrap(handle).getLong()))
                : Optional.empty();
    }

    private static Purpose purpose(Account account, String whose) {
        return new Purpose(Purpose.Kind.MAKE, account.id().value() + " " + whose);
    }

    /// @param name that the owner gives it
    /// @param json `RegistrationResponseJSON`
    public Outcome passkey(Account account, String whose, String name, String json, Terms terms) {
        Optional<String> objection = nameObjection(name);
        if (objection.isPresent()) {
            return refused("name", objection.get());
        }
        return switch (passkeys.made(purpose(account, whose), name.strip(), json)) {
            case Ceremonies.Judged.Right(Passkey made) -> keep(account, made, terms);
            case Ceremonies.Judged.Wrong(String reason) -> {
                LOG.info(
                        "event=passkey-refused account={} reason=\"{}\"",
                        account.address(),
                        reason);
                yield refused("credential", "This passkey was not taken: " + reason);
            }
            case Ceremonies.Judged.Copied _ ->
                    throw new IllegalStateException("a new passkey has no counter to go back from");
        };
    }

    private Outcome keep(Account account, Passkey made, Terms terms) {
        return add(
                account,
                made.idText(),
                terms,
                before ->
                        before.passkeys().all().size() < Passkeys.MAX
                                && before.passkeys().find(made.id()).isEmpty(),
                before -> before.withPasskeys(before.passkeys().with(made)));
    }

    /// What speaks against a passkey's name.
    public static Optional<String> nameObjection(String name) {
        return name.isBlank()
                        || name.length() > MAX_NAME
                        || name.chars().anyMatch(Character::isISOControl)
                ? Optional.of("must have 1 to " + MAX_NAME + " characters")
                : Optional.empty();
    }

    /// Who has no codes for recovery gets them with it.
    private Outcome add(
            Account account,
            String id,
            Terms terms,
            Predicate<Factors> hasRoom,
            Function<Factors, Factors> adding) {
        RecoveryCodes.Made codes = RecoveryCodes.make(random);
        Optional<Factors> after =
                factors.change(
                        account.id(),
                        before ->
                                hasRoom.test(before) && (terms == Terms.ANOTHER || !before.isOn())
                                        ? Optional.of(withCodes(before, adding, codes.kept()))
                                        : Optional.empty());
        if (after.isEmpty()) {
            return refused(
                    "type", "There is one already, or there are too many; remove one first.");
        }
        boolean fresh = after.get().codes().equals(codes.kept());
        return new Outcome.Made(id, fresh ? codes.shown() : List.of());
    }

    private static Factors withCodes(
            Factors before, Function<Factors, Factors> adding, RecoveryCodes codes) {
        Factors after = adding.apply(before);
        return before.codes().left() == 0 ? after.withCodes(codes) : after;
    }

    private static Outcome refused(String property, String reason) {
        return new Outcome.Refused(property, reason);
    }
}
