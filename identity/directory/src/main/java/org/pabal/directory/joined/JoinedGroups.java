// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.pabal.directory.AccountId;
import org.pabal.directory.GroupId;
import org.pabal.directory.Groups;
import org.pabal.directory.LoginContext;
import org.pabal.directory.LoginNames;
import org.pabal.directory.builtin.BuiltInDirectory;
import org.pabal.directory.format.v1.RegisteredGroup;
import org.pabal.message.Address;

/// The groups of the built-in directory, which come first, and those of the sources.
///
/// @param here the built-in directory's
/// @param source who knows the names of a domain
record JoinedGroups(
        Groups here,
        ForeignGroups there,
        BuiltInDirectory builtIn,
        List<Attached> attached,
        Function<Address, Optional<Attached>> source)
        implements Groups {

    @Override
    public List<Group> all() {
        Stream<Group> foreign =
                attached.stream()
                        .flatMap(each -> there.all(each).stream())
                        .filter(each -> here.find(each.address()).isEmpty());
        return Stream.concat(here.all().stream(), foreign)
                .sorted(
                        Comparator.comparing((Group each) -> each.address().domain())
                                .thenComparing(each -> each.address().localPart()))
                .toList();
    }

    @Override
    public Optional<Group> find(GroupId id) {
        return here.find(id).or(() -> there.find(id).map(RegisteredGroup::group));
    }

    @Override
    public Optional<Group> find(Address address) {
        Address name =
                new Address(address.localPart(), builtIn.realDomain(address.domain())).lookupForm();
        return here.find(name)
                .or(() -> source.apply(name).flatMap(knowing -> there.find(knowing, name)));
    }

    @Override
    public Optional<Group> findByName(String name, LoginContext context) {
        LoginNames names = builtIn.loginNames();
        return names.address(name, context).flatMap(this::find);
    }

    @Override
    public Set<AccountId> members(GroupId id) {
        Optional<RegisteredGroup> foreign = there.find(id);
        return foreign.isPresent() ? there.members(foreign.get()) : here.members(id);
    }

    /// Of what sources know nobody is told: the next answer shows it.
    @Override
    public void whenChanged(Runnable told) {
        here.whenChanged(told);
    }
}
