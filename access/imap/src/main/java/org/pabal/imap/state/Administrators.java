// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import org.pabal.directory.Account;
import org.pabal.directory.Directory;
import org.pabal.directory.Role;
import org.pabal.imap.SharingConfig;
import org.pabal.message.Address;

/// Whom a reader administers: everyone, those of its own domain, or nobody.
///
/// Who became an administrator after logging in is none in that session; who is one no more loses it
/// at once.
final class Administrators {
    private final SharingConfig sharing;
    private final Directory directory;
    private final Account reader;
    private final boolean wasOne;

    /// @param reader as it logged in
    Administrators(SharingConfig sharing, Directory directory, Account reader) {
        this.sharing = sharing;
        this.directory = directory;
        this.reader = reader;
        this.wasOne = roleOf(reader) != Role.USER;
    }

    private Role roleOf(Account who) {
        return sharing.administrators().contains(who.address()) ? Role.ADMINISTRATOR : who.role();
    }

    private Role role() {
        return wasOne
                ? directory.account(reader.id()).map(this::roleOf).orElse(Role.USER)
                : Role.USER;
    }

    /// True for administrators of one domain too.
    boolean isOne() {
        return role() != Role.USER;
    }

    boolean administers(Account owner) {
        return allows(role(), reader, owner);
    }

    /// The same for someone else than the reader.
    boolean administers(Account who, Account owner) {
        return allows(roleOf(who), who, owner);
    }

    /// An administrator of a domain could otherwise take the mail of one who administers all.
    private boolean allows(Role role, Account who, Account owner) {
        return switch (role) {
            case USER -> false;
            case DOMAIN_ADMINISTRATOR ->
                    who.address().domain().equals(owner.address().domain())
                            && roleOf(owner) != Role.ADMINISTRATOR;
            case ADMINISTRATOR -> true;
        };
    }

    /// True when an account of this address, were it there, would be administered.
    boolean mayAdminister(Address address) {
        return switch (role()) {
            case USER -> false;
            case DOMAIN_ADMINISTRATOR -> reader.address().domain().equals(address.domain());
            case ADMINISTRATOR -> true;
        };
    }
}
