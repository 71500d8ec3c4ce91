// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.passwdfile;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.Domain;

/// Which files a source reads.
///
/// @param name as in the settings
/// @param file with `{domain}` where each domain has its own
/// @param shadow likewise; where the passwords are when they are not in the file
/// @param writable whether passwords may be changed
public record PasswdFileConfig(
        String name, Set<Domain> domains, String file, Optional<String> shadow, boolean writable) {
    private static final String DOMAIN = "{domain}";

    /// What may stand in a path in the place of `{domain}`: nothing that leaves the folder.
    private static final String SAFE = "[a-z0-9](?:[a-z0-9-]|\\.(?!\\.))*";

    public PasswdFileConfig {
        domains = Set.copyOf(domains);
        for (Domain domain : domains) {
            if (!domain.toAscii().matches(SAFE)) {
                throw new IllegalArgumentException(domain + " cannot be the name of a file");
            }
        }
    }

    /// True when each domain has a file of its own.
    boolean isByDomain() {
        return file.contains(DOMAIN);
    }

    /// A domain's name in a path is in A-labels.
    Path file(Domain domain) {
        return path(file, domain);
    }

    Optional<Path> shadow(Domain domain) {
        return shadow.map(template -> path(template, domain));
    }

    private static Path path(String template, Domain domain) {
        return Path.of(template.replace(DOMAIN, domain.toAscii()));
    }
}
