// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.AppPassword;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.LoginService;
import org.pabal.server.settings.Form;

/// What administrators may ask of app passwords and change about them.
final class AppPasswordOperations {
    private final DirectoryAdministration directory;

    AppPasswordOperations(DirectoryAdministration directory) {
        this.directory = directory;
    }

    /// @param arguments `address`; `name`; `scope`, a list of services, none for all; `validFor`
    Map<String, Object> add(Arguments arguments) {
        DirectoryArguments given = new DirectoryArguments(arguments);
        Optional<Duration> validFor =
                given.optional(
                        "validFor", "a time such as 90d or 12h", AppPasswordOperations::duration);
        AppPassword.Issue issue =
                directory.issueAppPassword(
                        given.account("address", directory).address(),
                        given.text("name"),
                        scope(arguments),
                        validFor);
        return switch (issue) {
            case AppPassword.Issue.Issued(String password, AppPassword kept) -> {
                Map<String, Object> shown = shown(kept);
                shown.put("password", password);
                yield shown;
            }
            case AppPassword.Issue.Refused(String reason) -> throw new Arguments.Unusable(reason);
        };
    }

    private static Optional<Duration> duration(String text) {
        try {
            return Optional.of(Form.readDuration(text));
        } catch (IllegalArgumentException | ArithmeticException _) {
            return Optional.empty();
        }
    }

    private static Set<LoginService> scope(Arguments arguments) {
        Set<LoginService> scope = new LinkedHashSet<>();
        for (String word : arguments.texts("scope")) {
            scope.add(
                    arguments.parsed(
                            word,
                            "a service: " + String.join(", ", words(AppPassword.EVERYWHERE)),
                            AppPasswordOperations::service));
        }
        return scope.isEmpty() ? AppPassword.EVERYWHERE : scope;
    }

    private static Optional<LoginService> service(String word) {
        return AppPassword.EVERYWHERE.stream().filter(each -> each.word().equals(word)).findFirst();
    }

    private static List<String> words(Set<LoginService> scope) {
        return scope.stream().map(LoginService::word).sorted().toList();
    }

    /// Each with `name`, `scope`, `created`, `expires`, `lastUsed`.
    ///
    /// @param arguments `address`
    List<Map<String, Object>> list(Arguments arguments) {
        DirectoryArguments given = new DirectoryArguments(arguments);
        return directory.appPasswords(given.account("address", directory).address()).stream()
                .map(AppPasswordOperations::shown)
                .toList();
    }

    static Map<String, Object> shown(AppPassword password) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", password.name());
        shown.put("scope", words(password.scope()));
        shown.put("created", password.created().toString());
        password.expires().ifPresent(expires -> shown.put("expires", expires.toString()));
        password.lastUsed().ifPresent(day -> shown.put("lastUsed", day.toString()));
        return shown;
    }

    /// @param arguments `address`, `name`
    Map<String, Object> revoke(Arguments arguments) {
        DirectoryArguments given = new DirectoryArguments(arguments);
        DirectoryArguments.require(
                directory.revokeAppPassword(given.address("address"), given.text("name")));
        return Map.of();
    }
}
