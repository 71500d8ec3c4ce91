// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.OwnAlias;
import org.pabal.directory.OwnAliasCopies;
import org.pabal.message.Address;

/// The addresses that people have made, as the directory of one host in a test has them.
final class FakeAliases implements OwnAliasCopies {
    final Map<AccountId, List<OwnAlias>> all = new ConcurrentHashMap<>();
    final Set<Address> somebodyElses = ConcurrentHashMap.newKeySet();

    @Override
    public boolean isOurs(AccountId account) {
        return true;
    }

    @Override
    public List<OwnAlias> allOf(AccountId account) {
        return all.getOrDefault(account, List.of());
    }

    @Override
    public void forEachHere(BiConsumer<Account, List<OwnAlias>> told) {}

    @Override
    public boolean isToBeHad(AccountId account, Address address) {
        return !somebodyElses.contains(address);
    }

    @Override
    public List<Address> take(AccountId account, List<OwnAlias> taken) {
        all.put(
                account,
                taken.stream().filter(each -> isToBeHad(account, each.address())).toList());
        return taken.stream()
                .map(OwnAlias::address)
                .filter(each -> !isToBeHad(account, each))
                .toList();
    }
}
