// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.Set;
import org.pabal.directory.DirectoryAdministration.NewAccount;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.directory.Language;
import org.pabal.directory.LoginContext;
import org.pabal.directory.Subaddress;
import org.pabal.directory.password.Argon2Setting;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.storage.Storage;

/// Directories with cheap passwords, and what tests say to them.
final class Directories {
    static final String PASSWORD = "correct horse";
    static final LoginContext ANYWHERE = LoginContext.ANYWHERE;

    private Directories() {}

    static DirectoryConfig cheap(int memoryKib) {
        return DirectoryConfig.defaults().with(new Argon2Setting(memoryKib, 1, 1), 4_096);
    }

    static DirectoryConfig with(Subaddress subaddress) {
        return new DirectoryConfig(cheap(64).passwords(), subaddress, Set.of(), _ -> false);
    }

    static BuiltInDirectory open(Storage storage) {
        return new BuiltInDirectory(storage, cheap(64), new SecureRandom(), InstantSource.system());
    }

    /// With the domain example.org and these accounts.
    static BuiltInDirectory with(Storage storage, String... accounts) {
        BuiltInDirectory directory = open(storage);
        directory.addDomain(Domain.of("example.org"));
        for (String account : accounts) {
            done(directory.addAccount(account(account)));
        }
        return directory;
    }

    static NewAccount account(String address) {
        return new NewAccount(
                Address.of(address), PASSWORD, "", Language.ENGLISH, OptionalLong.empty());
    }

    static void done(Outcome outcome) {
        if (outcome instanceof Outcome.Refused(var reason)) {
            throw new AssertionError(reason);
        }
    }

    static String reason(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _ -> throw new AssertionError("was not refused");
            case Outcome.Refused(var reason) -> reason;
        };
    }
}
