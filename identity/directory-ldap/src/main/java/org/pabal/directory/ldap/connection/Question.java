// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.connection;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;

/// What is asked of a server. A result that is an answer is caught here; what gets out is a failure.
public interface Question<T> {
    T ask(LDAPConnection connection) throws LDAPException;
}
