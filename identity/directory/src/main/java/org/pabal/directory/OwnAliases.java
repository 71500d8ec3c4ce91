// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// The addresses that people make themselves, within what the administrator allows. Each change is
/// durable when it returns. Safe for use by many threads.
public interface OwnAliases extends OwnAliasCopies {
    /// The shortest name: two letters are the initials of too many.
    int MIN_NAME = 3;

    int MAX_NAME = 64;
    int MAX_NOTE = 200;

    /// What the administrator allows.
    ///
    /// @param most that an account has in use at a time; 0: people make none
    /// @param domains in which they are made; none: in that of the account's own address
    /// @param quarantine how long one that has ended is nobody else's
    record Terms(int most, Set<Domain> domains, Duration quarantine) {
        public static final Terms NONE = new Terms(0, Set.of(), Duration.ofDays(180));

        public Terms {
            domains = Set.copyOf(domains);
        }
    }

    /// What became of a change.
    sealed interface Outcome {
        record Done(OwnAlias alias) implements Outcome {}

        record Refused(Refusal why) implements Outcome {}
    }

    enum Refusal {
        /// People make no addresses here, or not in another directory's place.
        NOT_OFFERED,
        /// As many are in use as may be, or too many were given up of late.
        TOO_MANY,
        /// Not one of {@link #domains}.
        DOMAIN,
        /// Neither letters, digits, `.`, `-` and `_` alone, nor of a length that is taken.
        NAME,
        /// It is somebody's, was somebody's, or is for a role (RFC 2142): which of these is not told.
        NOT_TO_BE_HAD,
        /// It would have ended before it begins.
        EXPIRED,
        NOTE,
        /// The account has no such address.
        UNKNOWN
    }

    /// What other hosts have to do with the addresses that people make here.
    interface Elsewhere {
        /// There are none.
        Elsewhere NOBODY =
                new Elsewhere() {
                    @Override
                    public void checkHere(AccountId account) {}

                    @Override
                    public boolean keeps(Account account, OwnAlias made) {
                        return true;
                    }

                    @Override
                    public void changed() {}
                };

        /// Asked while nobody else changes the directory.
        ///
        /// @throws org.pabal.message.UnavailableException when an account's addresses are not to be
        ///     changed at this host just now
        void checkHere(AccountId account);

        /// Has the others keep the name for the account, before it is made here.
        ///
        /// @return false where it is somebody else's
        /// @throws org.pabal.message.UnavailableException when one of them cannot be asked
        boolean keeps(Account account, OwnAlias made);

        /// A change is durable here, or has come to nothing that others were to keep.
        void changed();
    }

    Terms terms();

    /// In which domains the account may make addresses, in their order; none where it may not.
    List<Domain> domains(Account account);

    /// Those of an account that were not given up, in the order of their making.
    List<OwnAlias> of(AccountId account);

    /// Of all accounts, in the order of domains and names; those that were given up, too.
    List<OwnAlias> all();

    Outcome make(Account account, Address address, Optional<Instant> expires, String note);

    /// Changes one that was not given up.
    ///
    /// @param expires as they are from now on
    Outcome change(
            AccountId account,
            Address address,
            Optional<Instant> expires,
            boolean enabled,
            String note);

    /// Its mail is refused from now on.
    Outcome giveUp(AccountId account, Address address);

    /// Removes those whose time is over; to be called now and then.
    ///
    /// @return how many
    int sweep();
}
