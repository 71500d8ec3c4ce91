// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.source;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.pabal.message.Address;

/// A directory besides the built-in one, for the domains that the settings give to it. Safe for use
/// by many threads; every method may block for as long as the source's own limit says, and throws
/// {@link org.pabal.message.UnavailableException} when there is no answer, and
/// {@link UnusableEntryException} when only the one entry is at fault.
///
/// Whoever asks remembers answers and does not ask a dead source again at once: a source need not.
public interface DirectorySource extends AutoCloseable {

    /// As in the settings: `[directories.NAME]`.
    String name();

    /// Looks an address up as it stands: details (`bob+list`) are left out by whoever asks.
    ///
    /// @param address in lookup form, of a domain of this source; with an empty local-part it stands
    ///     for every address that is not there (a catch-all)
    SourceAnswer find(Address address);

    /// The account that may log in by this name.
    ///
    /// @param login a bare name that the settings' domain has completed, in lookup form
    default Optional<SourceAccount> findByLogin(Address login) {
        return find(login) instanceof SourceAnswer.Known(var account)
                ? Optional.of(account)
                : Optional.empty();
    }

    /// Whether the password is the account's, asked anew each time. Equal work for any outcome where
    /// the source allows (THREATS A02). An empty password never is right and is asked of nobody
    /// (THREATS A01).
    ///
    /// @param account empty for an unknown name: spend the time that a known one takes
    /// @param password prepared by SASLprep
    boolean verify(Optional<SourceAccount> account, String password);

    /// What becomes another text whenever the account's password changes, where the source knows such
    /// a thing without asking anybody: the stored hash. A right password may then be remembered for
    /// long, and the old one still fails at once (THREATS A09).
    default Optional<String> passwordVersion(SourceAccount account) {
        return Optional.empty();
    }

    /// Gives all accounts, page by page as the source has them.
    ///
    /// @param more called with each page; false ends it
    void list(Predicate<List<SourceAccount>> more);

    /// The group of this name to which rights can be given.
    ///
    /// @param name in lookup form, of a domain of this source
    default Optional<SourceGroup> findGroup(Address name) {
        return Optional.empty();
    }

    /// The group that has this key, as it is called now.
    ///
    /// @param name what it was called last
    default Optional<SourceGroup> group(String key, Address name) {
        return Optional.empty();
    }

    /// Gives all groups to which rights can be given, page by page.
    ///
    /// @param more called with each page; false ends it
    default void listGroups(Predicate<List<SourceGroup>> more) {}

    /// Who belongs to a group at this moment.
    ///
    /// @param name what it was called last
    /// @return empty when there is no group of this key
    /// @throws UnusableEntryException for a group too large or too deep to be read whole: from part of
    ///     an answer nobody could tell who is no member
    default Optional<SourceMembers> members(String key, Address name) {
        return Optional.empty();
    }

    /// @param oldPassword that the owner has just proved, where the owner asks
    default SourceChange changePassword(
            SourceAccount account, Optional<String> oldPassword, String newPassword) {
        return new SourceChange.Refused(
                "passwords of the directory " + name() + " are changed at their source");
    }

    /// Says which host holds an account from now on, for {@code pabal account move}.
    ///
    /// @param host empty for the host that the source means when it names none
    default SourceChange changeHost(SourceAccount account, Optional<String> host) {
        return new SourceChange.Refused(
                "the directory " + name() + " cannot be written; change the host there");
    }

    /// One sentence on each server or file of the source, for `pabal directory status`.
    List<String> health();

    /// Walks from the outside to the inside (connect, TLS, bind, find, attributes; for files:
    /// readable, parsable) and ends at the first step that fails, for `pabal directory check`. Asks
    /// anew, past all that is remembered.
    ///
    /// @param address that is looked up, when one is given
    List<CheckStep> check(Optional<Address> address);

    @Override
    void close();
}
