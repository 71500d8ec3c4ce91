// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.testing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.http.HttpClientFacts;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapUser;

/// Somebody with an account of their own and no other.
///
/// @param session the browser's; empty for one who comes with a password
public record BrowserUser(Account account, Optional<String> session) implements JmapUser {
    @Override
    public HttpClientFacts client() {
        return new HttpClientFacts(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 9),
                true,
                "mail.example.org",
                "",
                true);
    }

    @Override
    public List<JmapAccount> accounts() {
        return List.of(JmapAccount.own(account));
    }

    @Override
    public Optional<JmapAccount> account(String id) {
        return accounts().stream().filter(each -> each.id().equals(id)).findFirst();
    }
}
