// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.directory.Directory;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.ReversePath;
import org.pabal.mta.routing.AliasFiles;
import org.pabal.mta.routing.AliasRules;
import org.pabal.mta.routing.Route;
import org.pabal.mta.routing.Router;
import org.pabal.mta.routing.Routing;
import org.pabal.server.administration.RouteAdministration;

/// The ways of mail in administrators' terms.
///
/// @param preset the default domain of the settings; asked when it is needed, like the router,
///     since without a server the settings may be out of order
record RouteCalls(
        Directory directory,
        Supplier<Optional<Domain>> preset,
        Supplier<Router> router,
        Supplier<Optional<AliasRules>> aliases)
        implements RouteAdministration {

    @Override
    public Optional<Domain> defaultDomain() {
        return preset.get().or(() -> directory.domains().stream().findFirst());
    }

    @Override
    public Map<String, Object> aliasFiles() {
        Optional<AliasFiles.Checked> checked = aliases.get().map(AliasFiles::check);
        return Map.of(
                "files",
                aliases.get().map(AliasRules::files).orElse(List.of()).stream()
                        .map(Path::toString)
                        .toList(),
                "aliases",
                checked.map(AliasFiles.Checked::aliases).orElse(0),
                "problems",
                checked.map(AliasFiles.Checked::problems).orElse(List.of()));
    }

    @Override
    public Map<String, Object> explain(Address address, ReversePath from) {
        Routing routing = router.get().route(address, from);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("address", address.toString());
        shown.put("steps", routing.steps());
        shown.put("routes", routing.routes().stream().map(RouteCalls::shown).toList());
        return shown;
    }

    private static Map<String, Object> shown(Route route) {
        if (route instanceof Route.ListCopy(var copy, var owner)) {
            Map<String, Object> shown = shown(copy);
            shown.put("owner", owner.toString());
            return shown;
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        switch (route) {
            case Route.LocalAccount(var account, var address) -> {
                shown.put("way", "account");
                shown.put("address", address.toString());
                shown.put("account", account.address().toString());
            }
            case Route.Remote(var address, var hop) -> {
                shown.put("way", "remote");
                shown.put("address", address.toString());
                shown.put("hop", hop.toString());
            }
            case Route.ListCopy _ -> throw new IllegalStateException("shown above: " + route);
            case Route.Refused(var address, var reply) -> {
                shown.put("way", "refused");
                shown.put("address", address.toString());
                shown.put("reply", reply.inOneLine());
            }
        }
        return shown;
    }
}
