// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.pabal.cluster.move.MoveStatus;
import org.pabal.cluster.move.Moves;
import org.pabal.directory.Account;
import org.pabal.directory.Directory;
import org.pabal.directory.Resolution;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What administrators may do about accounts that move to other hosts.
public final class AccountMoves {
    private static final Logger LOG = LoggerFactory.getLogger(AccountMoves.class);

    /// States in which nothing is to be done any more but to clear what lies about.
    private static final Set<String> OVER = Set.of("moved", "cleared", "live");

    private final Directory directory;
    private final Supplier<Moves> moves;

    /// @param moves throws `UnavailableException` where no server runs
    public AccountMoves(Directory directory, Supplier<Moves> moves) {
        this.directory = directory;
        this.moves = moves;
    }

    Map<String, Object> move(Arguments arguments) {
        Account account = account(arguments);
        String host = arguments.text("host").toLowerCase(Locale.ROOT);
        return done("move", account, moves.get().move(account, host));
    }

    Map<String, Object> cancel(Arguments arguments) {
        Account account = account(arguments);
        return done("move-cancel", account, moves.get().cancel(account));
    }

    Map<String, Object> resume(Arguments arguments) {
        Account account = account(arguments);
        return done("move-resume", account, moves.get().resume(account));
    }

    /// An account that is on its way stays: its mail is carried, or is another host's already.
    void checkStill(Address address) {
        for (MoveStatus move : underWay()) {
            if (move.address().lookupForm().equals(address.lookupForm())) {
                throw new Arguments.Unusable(
                        address
                                + (move.direction() == MoveStatus.Direction.TO
                                        ? " is being moved to "
                                        : " is being moved here from ")
                                + move.host()
                                + ": wait for that, or cancel it with pabal account move --cancel");
            }
        }
    }

    private List<MoveStatus> underWay() {
        try {
            return moves.get().list().stream()
                    .filter(move -> !OVER.contains(move.state()))
                    .toList();
        } catch (UnavailableException noServer) {
            return List.of(); // nothing moves
        }
    }

    /// Each with `direction` (`to` or `from`), `address`, `host`, `state`, `begun`, `changed`,
    /// `messages`, `ofMessages`, `octets`, `ofOctets`, `rounds`, `frozenMillis` and `trouble`.
    List<Map<String, Object>> list() {
        return moves.get().list().stream().map(AccountMoves::shown).toList();
    }

    private Account account(Arguments arguments) {
        String text = arguments.text("address");
        Address address = arguments.parsed(text, "an address", Address::parse);
        return switch (directory.resolve(address)) {
            case Resolution.Local(Account account) -> account;
            case Resolution.Disabled(Account account) -> account;
            case Resolution.Alias _,
                    Resolution.Retired _,
                    Resolution.Unknown _,
                    Resolution.Foreign _ ->
                    throw new Arguments.Unusable("no account has the address " + text);
        };
    }

    private static Map<String, Object> done(String what, Account account, Moves.Outcome outcome) {
        return switch (outcome) {
            case Moves.Outcome.Done(var text) -> {
                LOG.info(
                        "event=audit what=account-{} by=command-line account={} more={}",
                        what,
                        new LogText(account.address()),
                        new LogText(text));
                yield Map.of("address", account.address().toString(), "text", text);
            }
            case Moves.Outcome.Refused(var reason) -> throw new Arguments.Unusable(reason);
        };
    }

    private static Map<String, Object> shown(MoveStatus move) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("direction", move.direction().name().toLowerCase(Locale.ROOT));
        shown.put("address", move.address().toString());
        shown.put("host", move.host());
        shown.put("state", move.state());
        shown.put("begun", move.begun().toString());
        shown.put("changed", move.changed().toString());
        shown.put("messages", move.messages());
        shown.put("ofMessages", move.ofMessages());
        shown.put("octets", move.octets());
        shown.put("ofOctets", move.ofOctets());
        shown.put("rounds", move.rounds());
        shown.put("frozenMillis", move.frozen().toMillis());
        shown.put("trouble", move.trouble().orElse(""));
        return shown;
    }
}
