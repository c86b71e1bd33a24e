package io.imbed.examples.shop;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The shop as a customer sees it, and as the seller does. */
@Controller
class ShopPages {
    private final Orders orders;

    ShopPages(Orders orders) {
        this.orders = orders;
    }

    @GetMapping("/login")
    String login() {
        return "login";
    }

    @GetMapping("/")
    String home(Principal user, HttpServletRequest request, Model model) {
        model.addAttribute("user", user.getName());
        if (request.isUserInRole(SecurityConfiguration.SELLER)) {
            model.addAttribute("orders", orders.all());
            return "counter";
        }
        model.addAttribute("room", CustomerRooms.of(user.getName()));
        model.addAttribute("teas", orders.teas());
        model.addAttribute("orders", orders.of(user.getName()));
        return "shop";
    }

    @PostMapping("/orders")
    String place(@RequestParam long tea, Principal customer, RedirectAttributes next) {
        try {
            next.addFlashAttribute("placed", orders.place(customer.getName(), tea));
        } catch (Orders.SoldOut soldOut) {
            next.addFlashAttribute("soldOut", true);
        }
        return "redirect:/";
    }

    @PostMapping("/orders/{order}/sent")
    String send(@PathVariable long order) {
        orders.send(order);
        return "redirect:/";
    }
}
