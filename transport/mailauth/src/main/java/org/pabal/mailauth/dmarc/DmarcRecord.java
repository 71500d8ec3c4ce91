// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dmarc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.mailauth.TagList;

/// A DMARC policy record, `v=DMARC1; p=reject; …`. RFC 9989 §4.7.
///
/// What is unknown or malformed in it counts as not there (§4.7); only a policy that cannot be read
/// takes its effect from the record (§4.10.1).
///
/// @param p for the domain itself, and for what has no other; NONE when it is missing
/// @param sp for subdomains that exist
/// @param np for subdomains that do not exist
/// @param dkim how near a signing domain must be
/// @param spf how near the reverse-path's domain must be
/// @param suffix what the domain says of itself
/// @param testing the policy is to be applied one level milder
/// @param rua where aggregate reports go, in the order of preference
/// @param ruf where failure reports go
/// @param fo when failure reports are wanted; `0` when nothing is said
/// @param fault why the record cannot be followed; empty when it can
/// @param remarks what else is wrong with it, for its owner
public record DmarcRecord(
        Disposition p,
        Optional<Disposition> sp,
        Optional<Disposition> np,
        AlignmentMode dkim,
        AlignmentMode spf,
        Suffix suffix,
        boolean testing,
        List<ReportUri> rua,
        List<ReportUri> ruf,
        String fo,
        Optional<String> fault,
        List<String> remarks) {

    /// Whether others register names below the domain. RFC 9989 §4.7, `psd`.
    public enum Suffix {
        /// `psd=y`: a public suffix.
        YES,
        /// `psd=n`: the organizational domain of itself and of all below.
        NO,
        UNKNOWN
    }

    public DmarcRecord {
        rua = List.copyOf(rua);
        ruf = List.copyOf(ruf);
        remarks = List.copyOf(remarks);
    }

    /// Of a TXT record; empty when it is not one of DMARC: `v=DMARC1` must stand first, in this
    /// case.
    public static Optional<DmarcRecord> parse(String text) {
        return isDmarc(text) ? Optional.of(new Reading(text).record()) : Optional.empty();
    }

    /// `dmarc-version = "v" equals %s"DMARC1"`
    static boolean isDmarc(String text) {
        int end = text.indexOf(';');
        String first = end < 0 ? text : text.substring(0, end);
        int equals = first.indexOf('=');
        return equals >= 0
                && first.substring(0, equals).strip().equals("v")
                && first.substring(equals + 1).strip().equals("DMARC1");
    }

    /// The record as `p=none`. RFC 9989 §4.10.1.
    private DmarcRecord withoutPolicy() {
        return new DmarcRecord(
                Disposition.NONE,
                Optional.empty(),
                Optional.empty(),
                dkim,
                spf,
                suffix,
                testing,
                rua,
                ruf,
                fo,
                Optional.empty(),
                remarks);
    }

    /// One record being read.
    private static final class Reading {
        private final TagList tags;
        private final List<String> remarks = new ArrayList<>();
        private boolean policyIsMalformed;

        Reading(String text) {
            this.tags = TagList.readable(text);
        }

        DmarcRecord record() {
            Optional<Disposition> p = policy("p");
            Optional<Disposition> sp = policy("sp");
            Optional<Disposition> np = policy("np");
            DmarcRecord record =
                    new DmarcRecord(
                            p.orElse(Disposition.NONE),
                            sp,
                            np,
                            mode("adkim"),
                            mode("aspf"),
                            suffix(),
                            testing(),
                            uris("rua"),
                            uris("ruf"),
                            tags.get("fo").filter(Reading::isFo).orElse("0"),
                            policyIsMalformed
                                    ? Optional.of(String.join("; ", remarks))
                                    : Optional.empty(),
                            remarks);
            return policyIsMalformed && !record.rua().isEmpty() ? record.withoutPolicy() : record;
        }

        private Optional<Disposition> policy(String tag) {
            Optional<String> value = tags.get(tag);
            Optional<Disposition> policy = value.flatMap(Disposition::parse);
            if (value.isPresent() && policy.isEmpty()) {
                remarks.add(tag + "= is none of none, quarantine, reject");
                policyIsMalformed = true;
            }
            return policy;
        }

        private AlignmentMode mode(String tag) {
            String value = tags.get(tag).orElse("r").toLowerCase(Locale.ROOT);
            if (!value.equals("r") && !value.equals("s")) {
                remarks.add(tag + "= is neither r nor s");
            }
            return value.equals("s") ? AlignmentMode.STRICT : AlignmentMode.RELAXED;
        }

        private Suffix suffix() {
            return switch (tags.get("psd").orElse("u").toLowerCase(Locale.ROOT)) {
                case "y" -> Suffix.YES;
                case "n" -> Suffix.NO;
                default -> Suffix.UNKNOWN;
            };
        }

        /// `pct` is of RFC 7489. All made the same of two of its values: 100, which is nothing, and
        /// 0, which `t=y` has replaced. RFC 9989 §A.6.
        private boolean testing() {
            return tags.get("t")
                    .map(t -> t.equalsIgnoreCase("y"))
                    .orElseGet(() -> tags.get("pct").filter("0"::equals).isPresent());
        }

        private List<ReportUri> uris(String tag) {
            Optional<String> value = tags.get(tag);
            List<ReportUri> uris = value.map(ReportUri::parseList).orElse(List.of());
            if (value.isPresent() && uris.isEmpty()) {
                remarks.add(tag + "= has no URI that could be used");
            }
            return uris;
        }

        /// More than RFC 9989 §4.8 allows: RFC 7489 §6.3 had any values between colons.
        private static boolean isFo(String value) {
            for (String each : value.split(":", -1)) {
                if (!List.of("0", "1", "d", "s").contains(each.strip().toLowerCase(Locale.ROOT))) {
                    return false;
                }
            }
            return true;
        }
    }
}
