package io.imbed.examples.shop;

import io.imbed.NewRoom;
import io.imbed.Rooms;
import io.imbed.protocol.RoomView;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** A room for each customer and the seller, made at the first login and found again at all others. */
@Component
class CustomerRooms {
    private static final Logger LOG = LoggerFactory.getLogger(CustomerRooms.class);
    private static final String SELLER = "Ben";

    private final Rooms rooms;

    CustomerRooms(Rooms rooms) {
        this.rooms = rooms;
    }

    /** The names of this shop's users can be ids as they are. */
    static String of(String customer) {
        return "customer." + customer;
    }

    /** Does nothing if it is there. */
    CompletionStage<RoomView> open(String customer) {
        return rooms.create(NewRoom.group(of(customer))
                .title(customer + " and the tea shop")
                .members(customer, SELLER));
    }

    @EventListener
    void loggedIn(AuthenticationSuccessEvent event) {
        Authentication user = event.getAuthentication();
        boolean customer = user.getAuthorities().stream()
                .anyMatch(each -> each.getAuthority().equals("ROLE_" + SecurityConfiguration.CUSTOMER));
        if (!customer) return;
        open(user.getName()).whenComplete((room, failure) -> {
            if (failure != null) LOG.warn("no room for a customer", failure); // who may log in all the same
        });
    }
}
