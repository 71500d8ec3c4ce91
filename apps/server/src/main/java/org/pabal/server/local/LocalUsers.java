// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.local;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.directory.Account;
import org.pabal.directory.Directory;
import org.pabal.directory.Resolution;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// Which users of this host may hand mail over, and as whom.
///
/// @param allowed who may submit; `*` for everybody
/// @param trusted who may use any sender and deliver into any mailbox
/// @param domain completes their names: `bob` of this host is `bob@` it
public record LocalUsers(
        Directory directory, List<String> allowed, List<String> trusted, Supplier<Domain> domain) {
    public LocalUsers {
        allowed = List.copyOf(allowed);
        trusted = List.copyOf(trusted);
    }

    boolean maySubmit(String user) {
        return isTrusted(user) || allowed.contains("*") || allowed.contains(user);
    }

    boolean isTrusted(String user) {
        return trusted.contains(user);
    }

    /// His own; empty when the name cannot be a local-part.
    Optional<Address> address(String user) {
        return completed(user);
    }

    /// An address, whose domain may be left out.
    Optional<Address> completed(String text) {
        return Address.parse(text.indexOf('@') < 0 ? text + "@" + domain.get().name() : text);
    }

    /// Another address that he may use: any of the account of his name.
    boolean owns(String user, Address address) {
        return isTrusted(user)
                || account(user)
                        .filter(account -> directory.owns(account.id(), address))
                        .isPresent();
    }

    /// Into his own mailboxes; into any when he is trusted.
    boolean mayDeliverTo(String user, Address address) {
        return isTrusted(user)
                || address(user).filter(own -> isSameAccount(own, address)).isPresent();
    }

    boolean isSameAccount(Address one, Address other) {
        Optional<Account> account = account(one);
        return account.isPresent() && account.equals(account(other));
    }

    private Optional<Account> account(String user) {
        return address(user).flatMap(this::account);
    }

    private Optional<Account> account(Address address) {
        return directory.resolve(address) instanceof Resolution.Local(var account)
                ? Optional.of(account)
                : Optional.empty();
    }
}
