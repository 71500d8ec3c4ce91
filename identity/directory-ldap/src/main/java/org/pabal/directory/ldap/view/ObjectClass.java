// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import java.util.List;
import java.util.stream.Stream;

/// The classes of entries, as the subschema and `docs/ldap/pabal.schema` have them. RFC 4512 §4.1.1.
final class ObjectClass {
    /// Made from a random UUID (X.667 §8): nobody else has it.
    static final String ARC = "2.25.43879617470513934173890771532977029562";

    static final List<String> DEFINITIONS =
            List.of(
                    "( 2.5.6.0 NAME 'top' ABSTRACT MUST objectClass )",
                    "( 1.3.6.1.4.1.1466.344 NAME 'dcObject' SUP top AUXILIARY MUST dc )",
                    "( 2.5.6.4 NAME 'organization' SUP top STRUCTURAL MUST o )",
                    "( 2.5.6.5 NAME 'organizationalUnit' SUP top STRUCTURAL MUST ou )",
                    "( 2.5.6.6 NAME 'person' SUP top STRUCTURAL MUST ( sn $ cn )"
                            + " MAY userPassword )",
                    "( 2.5.6.7 NAME 'organizationalPerson' SUP person STRUCTURAL MAY ou )",
                    "( 2.16.840.1.113730.3.2.2 NAME 'inetOrgPerson' SUP organizationalPerson"
                            + " STRUCTURAL MAY ( displayName $ mail $ o $ preferredLanguage $ uid ) )",
                    "( 2.16.840.1.113730.3.2.147 NAME 'inetLocalMailRecipient' SUP top AUXILIARY"
                            + " MAY ( mailLocalAddress $ mailHost ) )",
                    "( 1.3.6.1.1.1.2.0 NAME 'posixAccount' SUP top AUXILIARY MUST ( cn $ uid $"
                            + " uidNumber $ gidNumber $ homeDirectory ) MAY ( userPassword $"
                            + " loginShell $ gecos ) )",
                    "( 1.3.6.1.1.1.2.1 NAME 'shadowAccount' SUP top AUXILIARY MUST uid MAY"
                            + " userPassword )",
                    "( 2.5.6.9 NAME 'groupOfNames' SUP top STRUCTURAL MUST ( member $ cn ) )",
                    "( 1.3.6.1.4.1.42.2.27.1.2.5 NAME 'nisMailAlias' SUP top STRUCTURAL MUST cn"
                            + " MAY rfc822MailMember )",
                    "( 2.5.20.1 NAME 'subschema' AUXILIARY )",
                    "( "
                            + ARC
                            + ".2.1 NAME 'pabalAccount' SUP top AUXILIARY MUST uid MAY ( cn $ sn $"
                            + " displayName $ preferredLanguage $ mail $ mailLocalAddress $"
                            + " mailHost $ userPassword $ pabalQuotaOctets $ pabalQuotaMessages $"
                            + " pabalLanguage $ pabalRole $ pabalStatus $ pabalAddress ) )",
                    "( "
                            + ARC
                            + ".2.2 NAME 'pabalGroup' SUP top AUXILIARY MUST cn MAY ( mail $"
                            + " rfc822MailMember $ member $ pabalOwner $ pabalSenders $"
                            + " pabalAddress ) )");

    /// What {@link AttributeType} says of values, by the names of RFC 4517.
    static final List<String> SYNTAXES =
            List.of(
                    "( 1.3.6.1.4.1.1466.115.121.1.12 DESC 'DN' )",
                    "( 1.3.6.1.4.1.1466.115.121.1.15 DESC 'Directory String' )",
                    "( 1.3.6.1.4.1.1466.115.121.1.26 DESC 'IA5 String' )",
                    "( 1.3.6.1.4.1.1466.115.121.1.27 DESC 'INTEGER' )",
                    "( 1.3.6.1.4.1.1466.115.121.1.40 DESC 'Octet String' )",
                    "( 1.3.6.1.1.16.1 DESC 'UUID' )");

    private ObjectClass() {}

    static List<String> attributeTypes() {
        return Stream.of(AttributeType.values()).map(AttributeType::definition).toList();
    }
}
