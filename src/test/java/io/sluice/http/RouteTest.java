package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {
    @ParameterizedTest
    @CsvSource({
        "GET,    /scim/v2,                            /scim/v2,                              list",
        "GET,    /scim/v2/,                           /scim/v2,                              list",
        "GET,    /scim/v2/Users,                      /scim/v2/Users,                        list",
        "HEAD,   /scim/v2/Users/,                     /scim/v2/Users,                        list",
        "POST,   /scim/v2/Groups,                     /scim/v2/Groups,                       create",
        "GET,    /scim/v2/Users/7,                    /scim/v2/Users/{id},                   get",
        "PUT,    /scim/v2/Users/7/,                   /scim/v2/Users/{id},                   replace",
        "PATCH,  /scim/v2/Groups/7,                   /scim/v2/Groups/{id},                  patch",
        "DELETE, /scim/v2/Groups/7,                   /scim/v2/Groups/{id},                  delete",
        "POST,   /scim/v2/.search,                    /scim/v2/.search,                      search",
        "POST,   /scim/v2/Users/.search,              /scim/v2/Users/.search,                search",
        "POST,   /scim/v2/Bulk,                       /scim/v2/Bulk,                         bulk",
        "GET,    /scim/v2/Me,                         /scim/v2/Me,                           me",
        "GET,    /scim/v2/Schemas,                    /scim/v2/Schemas,                      discover",
        "GET,    /scim/v2/Schemas/urn:x,              /scim/v2/Schemas/{id},                 discover",
        "GET,    /scim/v2/ServiceProviderConfig,      /scim/v2/ServiceProviderConfig,        discover",
        "GET,    /scim/v2/Printers/7,                 /scim/v2/{type}/{id},                  get",
        "BREW,   /scim/v2/Users/7,                    /scim/v2/Users/{id},                   none",
        "GET,    /scim/v2/Users/7/emails,             none,                                  none",
        "POST,   /oauth2/token,                       /oauth2/token,                         token",
        "GET,    /oauth2/token,                       /oauth2/token,                         none",
        "GET,    /scim/v2Users,                       none,                                  none",
        "GET,    /,                                   none,                                  none"
    })
    void isMadeOfWordsThatNoClientChose(String method, String path, String template, String operation) {
        assertThat(Route.of(HttpMethod.valueOf(method), path)).isEqualTo(new Route(template, operation));
    }
}
