// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.push;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.pabal.directory.Account;
import org.pabal.http.HttpClientFacts;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapUser;

/// A user with whom others share; the list may change at any time.
public record StageUser(Account account, List<JmapAccount> shared, AtomicBoolean signedOut)
        implements JmapUser {

    public static StageUser of(Account account) {
        return new StageUser(account, new ArrayList<>(), new AtomicBoolean());
    }

    @Override
    public HttpClientFacts client() {
        return new HttpClientFacts(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                true,
                "mail.example.org",
                "",
                true);
    }

    @Override
    public List<JmapAccount> accounts() {
        List<JmapAccount> all = new ArrayList<>(List.of(JmapAccount.own(account)));
        all.addAll(shared);
        return all;
    }

    @Override
    public Optional<JmapUser> again() {
        return signedOut.get() ? Optional.empty() : Optional.of(this);
    }

    @Override
    public Optional<JmapAccount> account(String id) {
        return accounts().stream().filter(each -> each.id().equals(id)).findFirst();
    }
}
