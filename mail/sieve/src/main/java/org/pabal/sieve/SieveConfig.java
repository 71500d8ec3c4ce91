// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// What scripts may use here.
///
/// @param extensions that may be required
/// @param detailDelimiters what parts user and detail of a local-part; the first of them that
///     stands in it. RFC 5233 §4
/// @param protectedFields names in lower case of the header fields that scripts neither add nor
///     delete. RFC 5293 §6
/// @param vacation how long a sender hears no more of somebody's absence
public record SieveConfig(
        Set<Extension> extensions,
        SieveLimits limits,
        String detailDelimiters,
        Set<String> protectedFields,
        VacationPeriods vacation) {

    /// All but the extensions that run programs.
    public static final SieveConfig DEFAULT =
            new SieveConfig(
                    EnumSet.complementOf(
                            EnumSet.of(
                                    Extension.DOVECOT_PIPE,
                                    Extension.DOVECOT_FILTER,
                                    Extension.DOVECOT_EXECUTE)),
                    SieveLimits.DEFAULT,
                    "+",
                    Set.of(),
                    VacationPeriods.DEFAULT);

    public SieveConfig {
        Set<Extension> all =
                EnumSet.of(
                        Extension.COMPARATOR_OCTET, Extension.COMPARATOR_ASCII_CASEMAP); // always
        all.addAll(extensions);
        extensions = Collections.unmodifiableSet(all);
        protectedFields = Set.copyOf(protectedFields);
    }

    public SieveConfig withExtensions(Set<Extension> other) {
        return new SieveConfig(other, limits, detailDelimiters, protectedFields, vacation);
    }

    public SieveConfig withLimits(SieveLimits other) {
        return new SieveConfig(extensions, other, detailDelimiters, protectedFields, vacation);
    }

    public SieveConfig withDetailDelimiters(String other) {
        return new SieveConfig(extensions, limits, other, protectedFields, vacation);
    }

    public SieveConfig withVacation(VacationPeriods other) {
        return new SieveConfig(extensions, limits, detailDelimiters, protectedFields, other);
    }

    public SieveConfig withProtectedFields(Set<String> other) {
        return new SieveConfig(extensions, limits, detailDelimiters, other, vacation);
    }
}
