// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.ldap.sdk.extensions.WhoAmIExtendedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The entries that everybody sees: the root of the server, RFC 4512 §5.1, and its schema, §4.2.
final class RootEntries {
    /// A client that says it will take references as entries: there are none. RFC 3296.
    static final String MANAGE_DSA_IT = "2.16.840.1.113730.3.4.2";

    private static final String ALL_OPERATIONAL = "1.3.6.1.4.1.4203.1.5.1"; // RFC 3673
    private static final String TRUE_AND_FALSE = "1.3.6.1.4.1.4203.1.5.3"; // RFC 4526

    private final ViewClient client;
    private final Binds binds;

    RootEntries(ViewClient client, Binds binds) {
        this.client = client;
        this.binds = binds;
    }

    Optional<ViewEntry> find(TreeName name) {
        return switch (name) {
            case TreeName.Root _ -> Optional.of(root());
            case TreeName.Schema _ -> Optional.of(schema());
            case TreeName.OfDomain _,
                    TreeName.People _,
                    TreeName.Groups _,
                    TreeName.Person _,
                    TreeName.Group _,
                    TreeName.Nothing _ ->
                    Optional.empty();
        };
    }

    /// Names the domains that its viewer sees, and no others.
    private ViewEntry root() {
        List<String> extensions = new ArrayList<>();
        if (client.offersTls()) {
            extensions.add(StartTLSExtendedRequest.STARTTLS_REQUEST_OID);
        }
        extensions.add(PasswordModify.OID);
        extensions.add(WhoAmIExtendedRequest.WHO_AM_I_REQUEST_OID);
        return new ViewEntry("", "top")
                .put(
                        AttributeType.NAMING_CONTEXTS,
                        client.services.names().now().domains().stream()
                                .filter(client.viewer()::sees)
                                .map(TreeName::dn)
                                .toList())
                .put(AttributeType.SUBSCHEMA_SUBENTRY, TreeName.SCHEMA)
                .put(AttributeType.SUPPORTED_LDAP_VERSION, "3")
                .put(AttributeType.SUPPORTED_EXTENSION, extensions)
                .put(AttributeType.SUPPORTED_CONTROL, List.of(Searches.PAGED, MANAGE_DSA_IT))
                .put(AttributeType.SUPPORTED_FEATURES, List.of(ALL_OPERATIONAL, TRUE_AND_FALSE))
                .put(AttributeType.SUPPORTED_SASL_MECHANISMS, binds.mechanisms())
                .put(AttributeType.VENDOR_NAME, "Pabal")
                .put(AttributeType.VENDOR_VERSION, client.services.version());
    }

    private static ViewEntry schema() {
        return new ViewEntry(TreeName.SCHEMA, "top", "subschema")
                .put(AttributeType.CN, "subschema")
                .put(AttributeType.OBJECT_CLASSES, ObjectClass.DEFINITIONS)
                .put(AttributeType.ATTRIBUTE_TYPES, ObjectClass.attributeTypes())
                .put(AttributeType.LDAP_SYNTAXES, ObjectClass.SYNTAXES);
    }
}
