// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dmarc;

import java.util.List;
import java.util.Optional;

/// Which identifiers of a mail belong to its author's domain. RFC 9989 §4.10.2. For one mail.
final class AlignmentCheck {
    private final String author;
    private final TreeWalk walk;
    private final TreeWalk.Questions questions;
    private Optional<String> trouble = Optional.empty();

    AlignmentCheck(String author, TreeWalk walk, TreeWalk.Questions questions) {
        this.author = author;
        this.walk = walk;
        this.questions = questions;
    }

    Alignment of(Optional<String> identifier, AlignmentMode mode) {
        if (identifier.isEmpty()) {
            return Alignment.NONE;
        }
        if (identifier.get().equals(author)) {
            return Alignment.STRICT;
        }
        return mode == AlignmentMode.RELAXED && isOfAuthorsOrganization(identifier.get())
                ? Alignment.RELAXED
                : Alignment.NONE;
    }

    List<Alignment> of(List<Optional<String>> identifiers, AlignmentMode mode) {
        return identifiers.stream().map(each -> of(each, mode)).toList();
    }

    /// What lies outside the author's organization is not asked about: the name servers of a stranger
    /// cannot make an answer late, or a failure look like trouble of the DNS.
    private boolean isOfAuthorsOrganization(String identifier) {
        if (walk.complete(questions).trouble().isPresent()) {
            if (isBelow(identifier, topLevel(author))) {
                trouble = walk.trouble();
            }
            return false;
        }
        String organization = walk.organization();
        if (!identifier.equals(organization) && !isBelow(identifier, organization)) {
            return false;
        }
        TreeWalk other = TreeWalk.begin(identifier, questions).complete(questions);
        if (other.trouble().isPresent()) {
            trouble = other.trouble();
            return false;
        }
        return other.organization().equals(organization);
    }

    private static boolean isBelow(String domain, String above) {
        return domain.endsWith("." + above);
    }

    private static String topLevel(String domain) {
        return domain.substring(domain.lastIndexOf('.') + 1);
    }

    /// What the DNS did not answer although it could have made an identifier the author's.
    Optional<String> trouble() {
        return trouble;
    }
}
